"""How English writes days, times and numbers.

The same names stand in the other languages: templates and `date_format` ask for a form by its
name, and where a language lacked one, the name itself would be read as a form.
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
MONTH_DAY_FORMAT = "j F"
TIME_EXACT = "H:i:s"
DAY_OF_MONTH = "j"
DAY = "j M"
DAY_TIME = "j M, H:i"
DAY_TIME_EXACT = "j M, H:i:s"
LONG_DAY_TIME = "j F, H:i"
LONG_TIME_EXACT = "j F Y, H:i:s"
WEEKDAY = "D j M"
WEEKDAY_TIME = "D j M, H:i"
WEEKDAY_TIME_EXACT = "D j M, H:i:s"
WEEKDAY_DATE_TIME = "D j M Y, H:i"
LONG_WEEKDAY = "l j F"
LONG_WEEKDAY_TIME = "l j F, H:i"
LONG_WEEKDAY_TIME_EXACT = "l j F Y, H:i:s"

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
