"""Is this somebody's own password? Asked at sign-in, and again before something that matters."""

from flask_login import current_user

from equity_tracker.web import passwords, throttle


def is_right(typed: str) -> bool:
    """Say whether this is the signed-in person's own password.

    Call it before anything is written: like every count of tries it ends the request's own transaction.
    What was loaded before is read again when it is next asked for.
    """
    return is_of(current_user.email, current_user.password_hash, typed)


def is_of(email: str, stored: str | None, typed: str) -> bool:
    """Compare what was typed with a stored hash; a wrong guess is counted for the account and the network.

    With no hash, because nobody may sign in with this address, it takes as long and says no. No transaction
    is open while it compares: others can write meanwhile.
    """
    tried = throttle.count(
        (throttle.PASSWORD_BY_ACCOUNT, email), (throttle.PASSWORD_BY_NETWORK, throttle.network())
    )
    try:
        right = passwords.is_right(stored, typed)
    except passwords.TooBusy:
        tried.take_back()
        raise
    if right:
        tried.take_back()
    return right
