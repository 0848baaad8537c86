"""Domains whose links say nothing against a comment."""

from collections import Counter
from collections.abc import Collection, Iterable

APPROVALS_NEEDED = 3

# Written by staff, read by everyone; nobody can put up a page there to sell something. Places where
# anybody can (video sites, social networks, blogs, shorteners) must stay out.
_REPUTABLE = """
    wikipedia.org wiktionary.org wikimedia.org britannica.com archive.org gutenberg.org
    bbc.co.uk bbc.com reuters.com apnews.com afp.com npr.org pbs.org theguardian.com nytimes.com
    washingtonpost.com economist.com ft.com independent.co.uk theconversation.com propublica.org
    cbc.ca abc.net.au rte.ie irishtimes.com aljazeera.com
    spiegel.de zeit.de faz.net sueddeutsche.de tagesschau.de taz.de heise.de dw.com orf.at nzz.ch
    lemonde.fr liberation.fr francetvinfo.fr radiofrance.fr elpais.com elmundo.es rtve.es
    corriere.it repubblica.it publico.pt svt.se nrk.no dr.dk yle.fi nos.nl
    nature.com science.org thelancet.com nejm.org bmj.com plos.org arxiv.org doi.org jstor.org
    who.int un.org unesco.org imf.org worldbank.org oecd.org europa.eu ecb.europa.eu
    gov.uk parliament.uk nhs.uk ons.gov.uk nih.gov cdc.gov nasa.gov noaa.gov usgs.gov census.gov
    congress.gov supremecourt.gov bund.de bundestag.de destatis.de gouv.fr insee.fr boe.es ine.es
    admin.ch canada.ca gov.au
"""
REPUTABLE = frozenset(_REPUTABLE.split())
# What a comment that cites something well known may link to, where no such list applies.
CITED = tuple(sorted(REPUTABLE))


class DomainMemory:
    """Which domains this newsroom's moderators approve again and again, and never remove."""

    def __init__(self, reputable: frozenset[str] = REPUTABLE) -> None:
        self._reputable = reputable
        self._approved: Counter[str] = Counter()
        self._removed: set[str] = set()

    def learn(self, domains: Iterable[str], spam: bool) -> None:
        """The domains of one decided comment."""
        if spam:
            self._removed.update(domains)
        else:
            self._approved.update(set(domains))

    def allowed(self, own: Collection[str] = ()) -> frozenset[str]:
        """The site's own, the reputable, and those approved in three comments and removed in none.

        A domain that was ever removed as spam leaves, even a reputable one; never the site's own.
        """
        earned = {name for name, count in self._approved.items() if count >= APPROVALS_NEEDED}
        return frozenset(((self._reputable | earned) - self._removed) | set(own))
