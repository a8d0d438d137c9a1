"""The form of quick add: one line of words, which the view has understood by eventapp.quickadd."""

from wtforms import Form, HiddenField, StringField

from eventapp.forms.text import one_line
from eventapp.i18n import _
from eventapp.models.event import ID, new_id


class QuickForm(Form):
    """An event in one line."""

    text = StringField(_("What, when and where"), filters=[one_line])
    id = HiddenField()

    @property
    def name(self) -> str:
        """The name of the new event: the one that the form came with, so that sent twice it is the same."""
        sent = str(self.id.data)
        return sent if ID.fullmatch(sent) else new_id()
