"""fieldops: plans and records the home visits of mobile civil-registration teams."""
