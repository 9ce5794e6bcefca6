"""How coordinators judge check-ins beside their organisations, and the replies: pages of both workspaces."""
