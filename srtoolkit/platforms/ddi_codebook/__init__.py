"""Parts of a DDI codebook: elements, and the description of the data."""
