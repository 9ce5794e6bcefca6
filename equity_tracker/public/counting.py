"""The numbers that the page *How we count* prints. The tests compare each with the code that counts."""

# A commitment with no round to answer to goes stale after so many months without a report.
STALE_MONTHS = 12
# Below so many, a share says more about chance than about the programme, and no percentage is printed.
FEWEST_FOR_A_PERCENTAGE = 6
# Results are counted exactly up to here, and then said to be more.
EXACT_UP_TO = 1000
# How many seconds may pass before something newly published is seen everywhere.
SECONDS_UNTIL_SEEN = 60
