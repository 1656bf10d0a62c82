"""问卷星's text form, and the columns of its downloads."""
