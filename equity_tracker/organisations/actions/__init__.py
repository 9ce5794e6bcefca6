"""What people do in an organisation's workspace, a module for each noun."""
