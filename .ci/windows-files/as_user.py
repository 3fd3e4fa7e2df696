"""as_user.py [ARGUMENTS…]: run Python as the user whose name WINDOWS_USER gives, in the environment of that user."""

import os
import subprocess
import sys

name = os.environ.pop("WINDOWS_USER")
home = "C:\\Users\\" + name
environment = {key: value for key, value in os.environ.items() if key.upper() not in ("HOME", "XDG_RUNTIME_DIR")}
environment.update(
    USERNAME=name,
    USERPROFILE=home,
    HOMEDRIVE="C:",
    HOMEPATH=home[2:],
    APPDATA=home + r"\AppData\Roaming",
    LOCALAPPDATA=home + r"\AppData\Local",
    TEMP=home + r"\AppData\Local\Temp",
    TMP=home + r"\AppData\Local\Temp",
    PATH=r"C:\Windows\system32;C:\Windows",
)
for key in ("APPDATA", "TEMP"):
    os.makedirs(environment[key], exist_ok=True)
sys.exit(subprocess.run([sys.executable, *sys.argv[1:]], env=environment).returncode)
