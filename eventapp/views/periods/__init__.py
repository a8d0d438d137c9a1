"""The pages of time: agenda, day, week, month and year, each with the days that it shows in its address."""
