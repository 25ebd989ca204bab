"""A Spark Connect server as a process of its own: prints its address, and stops when its input is closed."""

import sys

from pysail.spark import SparkConnectServer


def main() -> None:
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    print(f"sc://{host}:{port}", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
