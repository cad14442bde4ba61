"""Every error that Hairline raises on purpose, named for what the reader of the message can do.

HairlineError
├── ContentError          a file under data/content is wrong: mend the named record
├── ModelFilesError       the embedding model is missing or is not the expected one: install or set it
├── StaleIndexError       the index does not fit the content or the model: run `hairline build`
├── SettingsError         a setting is wrong: change the named variable
├── UnsafeBindError       the server would be reachable without a token: set one, or bind loopback
├── ServerStartError      the server cannot start here (port, disk): free what is named
└── DatabaseUnavailableError  a database cannot be used: wait, or mend what is named
"""


class HairlineError(Exception):
    """Base of the errors above; its message is one sentence a person can act on."""


class ContentError(HairlineError):
    """A content file cannot be read as records; the message names file, record, field and fix."""


class ModelFilesError(HairlineError):
    """The embedding model's files are missing, unreadable or not the ones that were asked for."""


class StaleIndexError(HairlineError):
    """The index on disk was built from other content, another model or another version of the code."""


class SettingsError(HairlineError):
    """A setting has a value that cannot work; the message names it and what is expected."""


class UnsafeBindError(SettingsError):
    """The server was asked to listen beyond loopback without a token."""


class ServerStartError(HairlineError):
    """The operating system would not let the server start."""


class DatabaseUnavailableError(HairlineError):
    """A database cannot be reached, is locked, full, or too slow. Nothing is known to have been written."""
