"""Steps on pages that several tests take."""


def confirmed(client, url: str, data: dict, **extra):
    """Post an act twice, as people do: look at what will change, then confirm it. Returns the last answer."""
    answer = client.post(url, data, **extra)
    token = (answer.context or {}).get("confirm") if answer.status_code == 200 else None
    return client.post(url, {**data, "_confirm": token}, **extra) if token else answer
