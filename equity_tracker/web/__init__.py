"""Between Flask and the features: the gate, sessions, transactions, forms, pages. No subject matter."""
