"""The Monday page of a programme: the lists a coordinator works through, and what may be done from them."""
