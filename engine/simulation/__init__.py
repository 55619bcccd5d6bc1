"""Many applicants at once: invented answers, and conditions read column by column."""
