"""Newsroom's widgets as template tags of Django; put ``newsroom_widgets`` into INSTALLED_APPS."""
