"""An organisation's workspace: what needs doing, its team, its programmes, its settings, its log."""
