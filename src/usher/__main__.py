"""`python -m usher` is `usher`."""

from usher.management import main

main()
