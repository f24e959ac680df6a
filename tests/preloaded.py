"""What the server of `tests/crawling.py` holds when it forks a process: all that a crawl imports and loads first."""

# ruff: noqa: F401
import fastfeedparser
import requests
import scrapy.core.downloader.handlers.http11
import trafilatura

import pipelines.receiving
import pipelines.stages.language
import spiders.press
import tests.hostile
from pipelines.language.detection import load_profiles

load_profiles()
