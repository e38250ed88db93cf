#!/bin/sh
# Double-click to start Wayhome on macOS or Linux. `start-wayhome.command --help` works too.
cd "$(dirname "$0")" || exit 1

trap : INT # Ctrl-C is for Wayhome; this window only reports how it ended
scripts/start "$@"
status=$?

# 0 is done and 130 is Ctrl-C. After anything else the words must stay readable:
# many desktops close the window at once.
if [ "$status" -ne 0 ] && [ "$status" -ne 130 ] && [ -t 0 ] && [ -t 1 ]; then
    printf '\nPress Enter to close. / Pulse Intro para cerrar. '
    read -r _
fi
exit "$status"
