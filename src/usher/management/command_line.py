"""`usher help`: Usher's own commands first, each with what it does; Django's after them."""

from django.core.management import ManagementUtility, get_commands, load_command_class


class CommandLine(ManagementUtility):
    """Django's command line under Usher's name."""

    def main_help_text(self, commands_only: bool = False) -> str:  # noqa: FBT001, FBT002 - Django's signature
        """Return what `usher help` prints."""
        if commands_only:
            return str(super().main_help_text(commands_only=True))
        commands = get_commands()
        ours = sorted(name for name, app in commands.items() if app == "usher")
        others = sorted(commands.keys() - ours)
        width = max(map(len, ours))
        listed = [f"  {name:{width}}  {_sentence_about(name)}" for name in ours]
        return "\n".join(
            [
                f"Usage: {self.prog_name} COMMAND …",
                "",
                f"{self.prog_name} help COMMAND says what a command takes.",
                "",
                "Usher:",
                *listed,
                "",
                "Django and its parts:",
                "  " + ", ".join(others),
            ]
        )


def _sentence_about(name: str) -> str:
    words: str = load_command_class("usher", name).help
    return words.split(". ")[0].rstrip(".") + "."
