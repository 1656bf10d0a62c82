"""REDCap's names, branching logic, dictionary rows and columns."""
