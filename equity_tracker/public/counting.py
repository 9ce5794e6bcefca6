"""What the public pages themselves count by. The rules that *How we count* prints are in `method`."""

# Results are counted exactly up to here, and then said to be more.
EXACT_UP_TO = 1000
# How many seconds may pass before something newly published is seen everywhere.
SECONDS_UNTIL_SEEN = 60
