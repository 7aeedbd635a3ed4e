"""What a server can take: `make bench`. Each figure stands beside a limit measured in turns."""
