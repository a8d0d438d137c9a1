"""The form by which files come in."""

from wtforms import Form, MultipleFileField, RadioField
from wtforms.fields import SelectChoice

from eventapp.i18n import _


class ImportForm(Form):
    """Calendar files, and what to do when something in them can't be read. The view reads them."""

    files = MultipleFileField(_("Calendar files"))
    strict = RadioField(
        _("If something can’t be read"),
        choices=[
            SelectChoice("", _("Leave out what can’t be read")),
            SelectChoice("yes", _("Import nothing unless all is right")),
        ],
        default="",
    )

    @property
    def contents(self) -> list[tuple[str, bytes]]:
        """The names of the files, as the browser gave them, and what is in them."""
        sent = [file for file in self.files.data or [] if getattr(file, "filename", "")]
        return [(str(file.filename), file.file.read()) for file in sent]
