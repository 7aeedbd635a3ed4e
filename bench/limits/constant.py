"""The quickest answer there is: the same bytes to whatever comes. Shows what the generator can do.

python -m bench.limits.constant: prints its port.
"""

import select
import socket

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
READ_BYTES = 1 << 14


def main() -> None:
    """Answer until the end of the process."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(listening.getsockname()[1], flush=True)
    epoll = select.epoll()
    epoll.register(listening.fileno(), select.EPOLLIN)
    lines: dict[int, socket.socket] = {}
    while True:
        for number, _ in epoll.poll():
            if number == listening.fileno():
                line, _ = listening.accept()
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                lines[line.fileno()] = line
                epoll.register(line.fileno(), select.EPOLLIN)
            elif lines[number].recv(READ_BYTES):
                lines[number].sendall(ANSWER)
            else:
                lines.pop(number).close()


if __name__ == "__main__":
    main()
