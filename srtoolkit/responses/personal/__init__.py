"""What in a file of answers can name a person: headings, contents, own words."""
