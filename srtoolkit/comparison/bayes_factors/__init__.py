"""How much the answers speak for a difference, or against one."""
