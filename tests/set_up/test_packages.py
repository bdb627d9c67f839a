"""Is what the browser gets free of what belongs to GOV.UK alone, and is nothing installed twice?"""

from launch import packages
from launch.places import data_dir


def test_front_end_loses_typeface_crest_and_maps():
    style = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif}"
        '.b{font-family:"GDS Transport", arial, sans-serif}'
        ".c{background-image:url(/assets/images/govuk-crest.svg);color:red}"
        "/*# sourceMappingURL=govuk.css.map */"
    )

    assert packages.our_own_brand(style) == (
        ".a{font-family:Arial,Helvetica,sans-serif}"
        ".b{font-family:Arial,Helvetica, sans-serif}"
        ".c{background-image:none;color:red}"
    )


def test_served_front_end_is_one_style_sheet_and_one_script():
    served = data_dir() / "front-end"

    files = {str(path.relative_to(served)) for path in served.rglob("*") if path.is_file()}
    text = "".join(path.read_text() for path in served.rglob("*") if path.is_file())

    assert files == {"govuk/govuk-frontend.min.css", "govuk/govuk-frontend.min.js"}
    assert "GDS Transport" not in text
    assert "/assets/" not in text
    assert "@font-face" not in text


def test_prepared_environment_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(packages, "works", lambda interpreter: True)
    (tmp_path / "venv").mkdir()
    installed = tmp_path / "venv" / "installed"

    assert not packages.python_is_ready(packages.RUNTIME)
    installed.write_text(packages.fingerprint(packages.ROOT / packages.RUNTIME))
    assert packages.python_is_ready(packages.RUNTIME)
    assert not packages.python_is_ready(packages.TESTS)
    installed.write_text(packages.fingerprint(packages.ROOT / packages.TESTS))
    assert packages.python_is_ready(packages.RUNTIME)
    assert packages.python_is_ready(packages.TESTS)


def test_broken_environment_is_noticed(tmp_path):
    assert not packages.works(tmp_path / "bin" / "python")


def test_static_files_are_gathered_again_when_one_has_changed(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "front-end").mkdir()
    (tmp_path / "static").mkdir()
    style = tmp_path / "front-end" / "style.css"
    style.write_text("a{}")

    assert not packages.static_files_are_ready()
    packages.static_files_are_made()
    assert packages.static_files_are_ready()
    style.write_text("b{}")
    assert not packages.static_files_are_ready()
