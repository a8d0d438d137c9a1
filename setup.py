"""The package: what it is made of, and what it needs. Tool settings live in pyproject.toml."""

from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent

REQUIRES = [
    "pyramid>=2.1",
    "pyramid_jinja2>=2.10.1",
    "pyramid_retry>=2.1.1",
    "pyramid_tm>=2.6",
    "plaster_pastedeploy>=1.0.1",
    "waitress>=3.0.2",
    "ZODB>=6.1",
    "zodburi>=3.0",
    "BTrees>=6.1",
    "persistent>=6.1",
    "transaction>=5.0",
    "bcrypt>=5.0",
    "cryptography>=45",
    "WTForms>=3.3",
    "email-validator>=2.2",
    "tzdata>=2025.1",
    "Babel>=2.16",
    "icalendar>=6.1",
    "python-dateutil>=2.9",
    "itsdangerous>=2.2",
    "limits>=5.0",
    "pyotp>=2.9",
    "repoze.sendmail>=4.5",
    "segno>=1.6.6",
    "ua-parser>=1.0",
    "webauthn>=3.0",
    "setuptools<80.9",  # pyramid 2.1 imports pkg_resources, which later ones complain about at every start
]

TESTS = [
    "aiosmtpd>=1.4.6",
    "axe-playwright-python>=0.1.4",
    "build>=1.2",
    "cyclonedx-bom>=7.0",
    "hypothesis>=6.100",
    "limits[redis]>=5.0",
    "playwright>=1.50",
    "pytest>=9.0",
    "pytest-cov>=6.0",
    "WebTest>=3.0.4",
]

REDIS = ["limits[redis]>=5.0"]  # for several servers that count tries together

RELEASES = [
    "cyclonedx-bom>=7.0",
    "pip-audit>=2.9",
    "uv>=0.8",
]

CHECKS = [
    "import-linter>=2.1",
    "mypy>=1.15",
    "ruff>=0.9",
    "types-python-dateutil",
    "types-WebOb",
]

setup(
    name="eventapp",
    version="0.1.0",
    description="A private events server: your events, on your own machine.",
    long_description=HERE.joinpath("README.md").read_text("utf-8"),
    long_description_content_type="text/markdown",
    license="MIT",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=find_packages(include=["eventapp", "eventapp.*"]),
    include_package_data=False,
    package_data={
        "eventapp": [
            "templates/*.jinja2",
            "templates/account/*.jinja2",
            "templates/periods/*.jinja2",
            "static/*",
            "locale/*/LC_MESSAGES/*.mo",
        ],
        "eventapp.security": ["*.txt"],
    },
    zip_safe=False,
    install_requires=REQUIRES,
    extras_require={"redis": REDIS, "test": TESTS, "check": CHECKS, "release": RELEASES},
    entry_points={
        "paste.app_factory": ["main = eventapp:main"],
        "console_scripts": ["eventapp = eventapp.cli:main"],
    },
    classifiers=[
        "Framework :: Pyramid",
        "Framework :: ZODB",
        "Programming Language :: Python :: 3",
        "Topic :: Office/Business :: Scheduling",
    ],
)
