"""What a browser leaves behind, shortened: enough to see a pattern of abuse, too little to name
anybody."""

import ipaddress

# The longer name first: Edge and Opera call themselves Chrome too, and Chrome Safari.
FAMILIES = ("Edg", "OPR", "Firefox", "Chrome", "Safari", "curl", "python", "bot")


def short_ip(address: str) -> str:
    """The first of the 256 neighbours; of IPv6 the first of a provider's customer (/48)."""
    ip = ipaddress.ip_address(address)
    net = ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False)
    return str(net.network_address)


def short_agent(agent: str) -> str:
    """The family alone; '' for one that says nothing known."""
    said = agent.lower()
    return next((name for name in FAMILIES if name.lower() in said), "")
