"""Whose an address is: the site's own, a service that half of the web loads, or somebody else's."""

from __future__ import annotations

from functools import lru_cache

from scrub.urls import host_of, registrable_domain, resolve

# Services whose scripts, frames and links stand on honest sites everywhere; never evidence by themselves.
SERVICES = frozenset(
    """
    google.com googletagmanager.com google-analytics.com googleapis.com gstatic.com googlesyndication.com
    googleadservices.com doubleclick.net googleusercontent.com googletagservices.com recaptcha.net youtube.com
    youtube-nocookie.com ytimg.com facebook.com facebook.net fbcdn.net instagram.com twitter.com twimg.com x.com
    linkedin.com licdn.com pinterest.com pinimg.com tiktok.com reddit.com vimeo.com vimeocdn.com soundcloud.com
    spotify.com cloudflare.com cloudflareinsights.com cdnjs.com jsdelivr.net unpkg.com jquery.com bootstrapcdn.com
    fontawesome.com typekit.net adobe.com adobedtm.com azureedge.net microsoft.com bing.com clarity.ms cloudfront.net
    amazonaws.com amazon-adsystem.com amazon.com akamaihd.net akamaized.net fastly.net hotjar.com segment.com
    segment.io mixpanel.com newrelic.com nr-data.net sentry.io sentry-cdn.com optimizely.com hubspot.com hs-scripts.com
    hsforms.net intercom.io intercomcdn.com zendesk.com zdassets.com crisp.chat tawk.to disqus.com disquscdn.com
    addthis.com addtoany.com sharethis.com gravatar.com wp.com wordpress.com wordpress.org jetpack.com mailchimp.com
    list-manage.com cookiebot.com cookielaw.org onetrust.com usercentrics.eu trustarc.com quantcast.com quantserve.com
    quantcount.com scorecardresearch.com chartbeat.com parsely.com outbrain.com taboola.com criteo.com criteo.net
    adnxs.com rubiconproject.com pubmatic.com openx.net moatads.com yandex.ru yandex.net mail.ru vk.com baidu.com
    qq.com stripe.com paypal.com shopify.com squarespace.com wixstatic.com matomo.cloud plausible.io statcounter.com
    openstreetmap.org mapbox.com typeform.com calendly.com eventbrite.com trustpilot.com polyfill.io apple.com
    mzstatic.com
    """.split()
)
_SERVICE_NAMES = frozenset(
    {"google", "youtube", "facebook", "amazon", "apple", "microsoft", "yahoo", "ebay", "yandex", "wordpress"}
)
# Where a page sends telephones to on purpose.
STORES = frozenset(
    {"apple.com", "google.com", "windowsphone.com", "microsoft.com", "amazon.com", "huawei.com"}
)

# https://www.iana.org/assignments/special-use-domain-names, and what routers and developers use besides.
_WORKSHOPS = (".localhost", ".local", ".test", ".internal", ".lan", ".home.arpa")
_OF_NUMBERS = frozenset("0123456789.")


@lru_cache(maxsize=16_384)  # every check asks for the links of a page
def domain_of(address: str, base: str | None = None) -> str:
    """The registrable domain an address leads to; "" for none. base resolves relative ones."""
    return registrable_domain(host_of(resolve(base, address) if base else address))


def is_foreign(address: str, home: str) -> bool:
    """Whether an absolute address leads to another site than home, another country's of the same name included.

    Without a known home every absolute address is foreign.
    """
    domain = domain_of(address)
    return bool(domain) and domain != home and (not home or label(domain) != label(home))


def is_service(domain: str) -> bool:
    """Whether a domain is a well-known service's, in whatever country."""
    return domain in SERVICES or label(domain) in _SERVICE_NAMES


def label(domain: str) -> str:
    """The part of a registrable domain that its owner chose: `example` of `example.co.uk`; an IP address whole."""
    return domain if set(domain) <= _OF_NUMBERS or ":" in domain else domain.partition(".")[0]


def is_copy(url: str, source: str) -> bool:
    """Whether a page is a copy at work or on test: at no registered domain, and never naming its own host.

    Such a copy calls the real site its canonical address, its base and whatever else.
    """
    host = host_of(url)
    unregistered = set(host) <= _OF_NUMBERS or ":" in host or "." not in host or host.endswith(_WORKSHOPS)
    return unregistered and f"//{host}" not in source and f"//[{host}]" not in source
