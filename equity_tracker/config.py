"""Settings, read once from the environment. The only reader of os.environ."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32
LOOPBACK = "127.0.0.1"
FILES_QUOTA = 2048
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
_KNOWN_KEYS = {"change-me", "changeme", "secret", "dev", "development", "test", "password"}


class SettingsRefused(Exception):
    """The environment lacks something, or holds something unsafe. All problems are listed at once."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs. See the README for each variable."""

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    public_base_url: str
    mail_url: str = field(repr=False)
    mail_from: str
    storage_url: str = field(repr=False)
    folder: Path
    host: str = LOOPBACK
    port: int = 8000
    redis_url: str | None = field(default=None, repr=False)
    previous_secret_key: str | None = field(default=None, repr=False)
    # A command that reads a file and says whether it is clean; how many MB one organisation may keep.
    file_scanner: str | None = None
    files_quota: int = FILES_QUOTA
    testing: bool = False

    @property
    def is_https(self) -> bool:
        return self.public_base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings, or raise `SettingsRefused` with every problem listed."""
        values = os.environ if environment is None else environment
        folder = Path(values.get("DATA_FOLDER") or ROOT / "var")
        base_url = (values.get("PUBLIC_BASE_URL") or f"http://127.0.0.1:{values.get('PORT') or 8000}").rstrip(
            "/"
        )
        secret_key = values.get("SECRET_KEY", "")
        previous = values.get("PREVIOUS_SECRET_KEY") or None
        problems = [
            *_key_problems("SECRET_KEY", secret_key),
            *(_key_problems("PREVIOUS_SECRET_KEY", previous) if previous else []),
            *_address_problems(base_url),
            *_host_problems(values.get("HOST") or LOOPBACK, base_url),
            *_port_problems(values.get("PORT") or "8000"),
            *_quota_problems(values.get("FILES_QUOTA") or str(FILES_QUOTA)),
        ]
        if previous and previous == secret_key:
            problems.append("PREVIOUS_SECRET_KEY is the same as SECRET_KEY. Make a new SECRET_KEY.")
        if problems:
            raise SettingsRefused("\n".join(problems))
        return cls(
            secret_key=secret_key,
            previous_secret_key=previous,
            database_url=_database_url(
                values.get("DATABASE_URL") or f"sqlite:///{folder / 'equity-tracker.db'}"
            ),
            public_base_url=base_url,
            mail_url=values.get("MAIL_URL") or f"file://{folder / 'mail'}",
            mail_from=values.get("MAIL_FROM") or _sender(urlsplit(base_url).hostname),
            storage_url=values.get("STORAGE_URL") or f"file://{folder / 'storage'}",
            folder=folder,
            host=values.get("HOST") or LOOPBACK,
            port=int(values.get("PORT") or 8000),
            redis_url=values.get("REDIS_URL") or None,
            file_scanner=values.get("FILE_SCANNER") or None,
            files_quota=int(values.get("FILES_QUOTA") or FILES_QUOTA),
        )


def _key_problems(name: str, key: str) -> list[str]:
    if not key:
        return [
            f"{name} is not set. Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        ]
    if len(key) < SHORTEST_KEY or len(set(key)) < SHORTEST_KEY // 4 or key.casefold() in _KNOWN_KEYS:
        return [f"{name} is too short or too easy to guess. It needs {SHORTEST_KEY} random characters."]
    return []


def _address_problems(base_url: str) -> list[str]:
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        return [
            f"PUBLIC_BASE_URL must be like https://register.example.org, without a path. It is {base_url!r}."
        ]
    if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
        return ["PUBLIC_BASE_URL must start with https:// unless it is on this machine."]
    return []


def _host_problems(host: str, base_url: str) -> list[str]:
    """Refuse to let other machines in without TLS: sessions and passwords would pass in clear text."""
    try:
        is_loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return [f"HOST must be an IP address of this machine, like {LOOPBACK}. It is {host!r}."]
    if not is_loopback and not base_url.startswith("https://"):
        return ["HOST lets other machines in, so PUBLIC_BASE_URL must be https://, through a proxy in front."]
    return []


def _port_problems(port: str) -> list[str]:
    return [] if port.isdecimal() and 0 < int(port) < 65536 else [f"PORT must be a number. It is {port!r}."]  # noqa: PLR2004 - the last port


def _quota_problems(quota: str) -> list[str]:
    is_number = quota.isdecimal() and int(quota) > 0
    return [] if is_number else [f"FILES_QUOTA must be a number of megabytes. It is {quota!r}."]


def _sender(host: str | None) -> str:
    """Name a sender at the public host. An address cannot end in this machine's; .test is for that."""
    return f"equity-tracker@{'equity-tracker.test' if host in _THIS_MACHINE else host}"


def _database_url(url: str) -> str:
    """Say explicitly which driver: psycopg 3 for PostgreSQL."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
