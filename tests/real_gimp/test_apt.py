"""The Debian packages, installed with what they depend on where a real GIMP is, for everybody on that machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from gimps import CHECKOUT, RealGimp, ScriptError

from tests.packaging.building import build_debian, why_no_debian_package

PHOTO = CHECKOUT / "docs/photos/astronaut.png"
# What is installed goes into memory and is gone afterwards: the GIMP's own folder stays as it was.
INSTALL = """\
export PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
for folder in usr etc var; do
  mkdir -p /tmp/over/$folder/new /tmp/over/$folder/work
  over=/tmp/over/$folder
  mount -t overlay overlay -o lowerdir=/$folder,upperdir=$over/new,workdir=$over/work /$folder || exit 1
done
apt-get -qq update && apt-get -qq install -y --no-install-recommends python3-numpy python3-pil || exit 1
touch {fetched}
dpkg -i {packages} || exit 1
camera-looks apply {deep} {folder}/out.png --look leica-authentic >{folder}/said 2>&1
camera-looks install >>{folder}/said 2>&1
"""
APPLY = (
    "image = load(photo)\n"
    "before = pixels(layer(image))\n"
    "result['said'] = call('camera-looks-apply', image, look='leica-authentic')\n"
    "result['changed'] = pixels(layer(image)) != before\n"
)


@pytest.mark.once
@pytest.mark.skipif(bool(why_no_debian_package()), reason=why_no_debian_package())
def test_packages_for_everybody(bare_gimp: RealGimp, tmp_path: Path) -> None:
    """Also: no imagecodecs in Debian, and what is left out then; and no installer, since these are the packages."""
    if bare_gimp.place.root is None:
        pytest.skip("This GIMP is the machine's own: nothing is installed into it.")
    import imagecodecs
    import numpy as np

    deep = tmp_path / "deep.png"
    deep.write_bytes(imagecodecs.png_encode(np.full((4, 4, 3), 30000, np.uint16)))
    packages = build_debian(tmp_path / "made")
    script, fetched = tmp_path / "install.sh", tmp_path / "fetched"
    words = " ".join(map(str, packages))
    script.write_text(INSTALL.format(packages=words, fetched=fetched, deep=deep, folder=tmp_path), encoding="utf-8")
    user = bare_gimp.at_home(tmp_path / "home")
    try:
        outcome = user.run(APPLY, first=f"sh {script}", photo=PHOTO)
    except ScriptError:
        if fetched.exists():
            raise
        pytest.skip("Debian's numpy and Pillow could not be fetched, or no file system be laid over another.")
    assert outcome.result == {"said": "", "changed": True}
    assert not user.folder.exists() and not (user.home / ".local/share/camera-looks/engine").exists()
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert "has more than 8 bits per channel, for which /usr/bin/python3 lacks imagecodecs: get that from your" in said
    assert "camera-looks: This copy of Camera Looks has no installer" in said
