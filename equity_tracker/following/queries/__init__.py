"""What following reads: who follows what, and what there is to follow."""
