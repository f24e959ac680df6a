#!/bin/sh
# Installs Apertium with French, English and Catalan, through which it translates between the two by rules.
# Nothing needs it: the model that ships translates. It is there for `translation_model = "apertium"`.
set -u
packages="apertium apertium-fra-cat apertium-eng-cat"

works() { apertium -l 2>/dev/null | grep -q 'fra-cat' && apertium -l 2>/dev/null | grep -q 'cat-eng'; }

works && exit 0
if ! command -v apt-get >/dev/null; then
    echo "translation: install Apertium with its French-Catalan and English-Catalan data; the model that ships works without"
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "translation: run 'sudo apt-get install $packages'; the model that ships works without"
    exit 0
fi
echo "installing Apertium, which translates by rules (apt-get install $packages)"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if $as_root apt-get -qq update >"$log" 2>&1 && $as_root apt-get -qq install -y $packages >>"$log" 2>&1; then
    rm -f "$log"
else
    echo "translation: Apertium could not be installed ($(tail -n 1 "$log")); the model that ships works without"
fi
exit 0
