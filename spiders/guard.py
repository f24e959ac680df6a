"""No request goes to this machine or its network: names are resolved to public addresses alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any, ClassVar

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import provider

SHARED = ipaddress.ip_network("100.64.0.0/10")  # between providers and their customers; not "private" to Python
INSIDE_SIX = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "::/96")]  # NAT64, 6to4, and of old


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet at large, also where IPv6 wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in INSIDE_SIX):
            wrapped = ip.sixtofour or ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast and ip not in SHARED


@provider(IResolutionReceiver)
class PublicOnly:
    """Passes on what a name resolves to, private addresses left out."""

    def __init__(self, receiver: Any, name: str, resolver: PublicResolver) -> None:
        self._receiver, self._name, self._resolver = receiver, name, resolver

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802  Twisted's names
        """Pass it on."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """Pass it on if it may be asked; else remember that it was refused."""
        if self._resolver.may_ask(address.host):
            self._receiver.addressResolved(address)
        else:
            self._resolver.refused.add(self._name)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Pass it on."""
        self._receiver.resolutionComplete()


class PublicResolver(CachingHostnameResolver):
    """Scrapy's resolver, which names no private address unless the PRIVATE_ADDRESSES setting says so.

    The address that was looked at is the one connected to, so that a name cannot change its meaning in between.
    """

    refused: ClassVar[set[str]] = set()  # names that were, or led to, private addresses; a process has one resolver

    def __init__(self, reactor: Any, cache_size: int, open_to_all: bool = False) -> None:
        super().__init__(reactor, cache_size)
        self._open_to_all = open_to_all

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> PublicResolver:
        """Scrapy's way to make one."""
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), crawler.settings.getbool("PRIVATE_ADDRESSES"))

    def may_ask(self, address: str) -> bool:
        """Whether a connection to this IP address is allowed."""
        return self._open_to_all or is_public(address)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve as Scrapy does, private addresses left out."""
        guarded: Any = PublicOnly(resolutionReceiver, hostName, self)
        return super().resolveHostName(guarded, hostName, portNumber, addressTypes, transportSemantics)
