"""`python -m graphsvc`, and the `graphsvc` script."""

from graphsvc.cli.main import main

if __name__ == "__main__":
    main()
