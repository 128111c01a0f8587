// What is typed goes to Winnow at once, without a click.
addEventListener("load", () => document.querySelector(".textual-terminal textarea")?.focus());
