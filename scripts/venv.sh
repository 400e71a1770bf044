#!/bin/sh
# Sets up the virtual environment: venv.sh DIRECTORY [PYTHON]
# Knows interpreters, pip and the one Debian package they may lack; knows nothing of the tests.
set -eu
venv=$1
wanted=${2:-}
export PIP_DISABLE_PIP_VERSION_CHECK=1

fail() {
    printf 'topbms: %s\n' "$*" >&2
    exit 1
}

# Runs it, because a version manager leaves names on the path that start nothing.
new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

minor_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

find_python() {
    if [ -n "$wanted" ]; then
        new_enough "$wanted" || fail "PYTHON=$wanted is not a Python 3.11 or newer: name another, or leave it out"
        printf '%s\n' "$wanted"
        return
    fi
    for name in python3.11 python3.12 python3.13 python3.14 python3; do
        if new_enough "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    fail "no Python 3.11 or newer found: install one (Debian 12 or later: sudo apt-get install -y python3), or name it with PYTHON=..."
}

# Debian splits ensurepip off; python3-venv is that of its own version only.
venv_package() {
    if [ "$(minor_of "$1")" = "$(minor_of /usr/bin/python3)" ]; then
        printf 'python3-venv\n'
    else
        printf 'python%s-venv\n' "$(minor_of "$1")"
    fi
}

provide_venv_module() {
    can_make_venv "$1" && return
    package=$(venv_package "$1")
    [ "$(id -u)" -eq 0 ] || fail "$1 cannot make virtual environments: sudo apt-get install -y $package"
    printf 'topbms: installing %s\n' "$package"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq "$package"; } >/dev/null || fail "apt-get did not install $package"
    can_make_venv "$1" || fail "$1 still cannot make virtual environments: name another with PYTHON=..."
}

# False too for one whose interpreter was upgraded away under it.
is_sound() {
    "$venv/bin/python" -c 'import pip' 2>/dev/null && new_enough "$venv/bin/python" || return 1
    [ -z "$wanted" ] || [ "$("$wanted" --version 2>/dev/null)" = "$("$venv/bin/python" --version)" ]
}

install() {
    "$venv/bin/python" -m pip install --quiet --constraint constraints.txt "$@"
}

# In two steps: --group came with pip 25.1, and the one that Debian 12 sets up is older.
install_all() {
    install --upgrade 'pip>=25.1' && install --group dev --editable . && install_node
}

# The install above has built the page already; make page and make test want Node.js as well.
install_node() {
    node=$("$venv/bin/python" -m scripts.page requirements) && { [ -z "$node" ] || install "$node"; }
}

if ! is_sound; then
    python=$(find_python)
    provide_venv_module "$python"
    "$python" -m venv --clear "$venv"
fi
printf 'topbms: setting up %s with %s; a first time takes some minutes\n' "$venv" "$("$venv/bin/python" --version)"
install_all || fail "pip could not install what $venv needs: see above, and whether there is a network"
