"""The variables of an SPSS file, before they are written."""
