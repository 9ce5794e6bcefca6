"""Settings come from the environment alone, and unsafe ones keep the application from starting."""

from pathlib import Path

import pytest

from equity_tracker.config import Settings, SettingsRefused

KEY = "c2a1f0e94b7d4f7c8e5a6b3d2f1e0c9b8a7d6e5f"
SAFE = {"SECRET_KEY": KEY}


def test_a_key_is_all_that_must_be_given() -> None:
    settings = Settings.from_environment(SAFE)
    assert settings.public_base_url == "http://127.0.0.1:8000"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.mail_url.startswith("file:///")
    assert settings.storage_url.startswith("file:///")


@pytest.mark.parametrize("key", ["", "short", "a" * 64, "change-me"])
def test_a_missing_short_or_guessable_key_is_refused(key: str) -> None:
    with pytest.raises(SettingsRefused, match="SECRET_KEY"):
        Settings.from_environment({"SECRET_KEY": key})


def test_the_previous_key_must_be_another() -> None:
    with pytest.raises(SettingsRefused, match="same as SECRET_KEY"):
        Settings.from_environment(SAFE | {"PREVIOUS_SECRET_KEY": KEY})


@pytest.mark.parametrize(
    "address", ["http://register.example.org", "register.example.org", "https://x.org/path", "ftp://x.org"]
)
def test_the_public_address_is_https_unless_it_is_this_machine(address: str) -> None:
    with pytest.raises(SettingsRefused, match="PUBLIC_BASE_URL"):
        Settings.from_environment(SAFE | {"PUBLIC_BASE_URL": address})


def test_nobody_but_this_machine_is_let_in_unless_it_is_said() -> None:
    assert Settings.from_environment(SAFE).host == "127.0.0.1"
    assert Settings.from_environment(SAFE | {"HOST": ""}).host == "127.0.0.1"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_has_several_names(host: str) -> None:
    assert Settings.from_environment(SAFE | {"HOST": host}).host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "2001:db8::5"])  # noqa: S104 - what is tested
def test_other_machines_are_let_in_only_behind_tls(host: str) -> None:
    public = {"HOST": host, "PUBLIC_BASE_URL": "https://register.example.org"}
    assert Settings.from_environment(SAFE | public).host == host
    with pytest.raises(SettingsRefused, match="HOST lets other machines in"):
        Settings.from_environment(SAFE | {"HOST": host})


@pytest.mark.parametrize("host", ["*", "register.example.org", "127.0.0.1:8000", "0.0.0.0/0", " "])
def test_what_is_no_address_of_a_machine_is_refused(host: str) -> None:
    with pytest.raises(SettingsRefused, match="HOST must be an IP address"):
        Settings.from_environment(SAFE | {"HOST": host})


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(SettingsRefused) as refused:
        Settings.from_environment({"PORT": "eight", "PUBLIC_BASE_URL": "nowhere"})
    assert len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize("url", ["postgres://db/x", "postgresql://db/x", "postgresql+psycopg://db/x"])
def test_postgresql_is_reached_through_psycopg(url: str) -> None:
    assert Settings.from_environment(SAFE | {"DATABASE_URL": url}).database_url == "postgresql+psycopg://db/x"


def test_secrets_are_not_printed_with_the_settings() -> None:
    settings = Settings.from_environment(SAFE | {"DATABASE_URL": "postgresql://user:hunter2@db/x"})
    assert KEY not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_data_lies_in_the_folder_that_is_named(tmp_path: Path) -> None:
    settings = Settings.from_environment(SAFE | {"DATA_FOLDER": str(tmp_path)})
    assert str(tmp_path) in settings.database_url
    assert str(tmp_path) in settings.mail_url


def test_files_are_not_scanned_unless_it_is_said_and_have_a_limit_for_each_organisation() -> None:
    settings = Settings.from_environment(SAFE)
    assert (settings.file_scanner, settings.files_quota) == (None, 2048)
    said = {"FILE_SCANNER": "clamdscan --no-summary -", "FILES_QUOTA": "500"}
    settings = Settings.from_environment(SAFE | said)
    assert (settings.file_scanner, settings.files_quota) == ("clamdscan --no-summary -", 500)


@pytest.mark.parametrize("quota", ["0", "-1", "2 GB"])
def test_a_limit_that_is_no_number_of_megabytes_is_refused(quota: str) -> None:
    with pytest.raises(SettingsRefused, match="FILES_QUOTA"):
        Settings.from_environment(SAFE | {"FILES_QUOTA": quota})
