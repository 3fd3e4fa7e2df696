"""Pictures that are drawn: contact sheets, spec sheets, charts, plots of fits, before and after."""
