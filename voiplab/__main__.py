"""`python -m voiplab`, where the command is not on the path."""

from voiplab.cli.main import main

if __name__ == "__main__":
    main()
