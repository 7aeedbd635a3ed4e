"""How Spanish writes days, times and numbers.

The same names stand in the other languages: templates and `date_format` ask for a form by its
name, and where a language lacked one, the name itself would be read as a form.
"""

DATE_FORMAT = r"j \d\e F \d\e Y"
SHORT_DATE_FORMAT = "j b Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
SHORT_DATETIME_FORMAT = "j b Y, H:i"
MONTH_DAY_FORMAT = r"j \d\e F"
TIME_EXACT = "H:i:s"
DAY_OF_MONTH = "j"
DAY = "j b"
DAY_TIME = "j b, H:i"
DAY_TIME_EXACT = "j b, H:i:s"
LONG_DAY_TIME = r"j \d\e F, H:i"
LONG_TIME_EXACT = r"j \d\e F \d\e Y, H:i:s"
WEEKDAY = "D, j b"
WEEKDAY_TIME = "D, j b, H:i"
WEEKDAY_TIME_EXACT = "D, j b, H:i:s"
WEEKDAY_DATE_TIME = "D, j b Y, H:i"
LONG_WEEKDAY = r"l, j \d\e F"
LONG_WEEKDAY_TIME = r"l, j \d\e F, H:i"
LONG_WEEKDAY_TIME_EXACT = r"l, j \d\e F \d\e Y, H:i:s"

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
