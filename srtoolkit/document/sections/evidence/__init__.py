"""What the tests of the field’s own questions found: tables and figures."""
