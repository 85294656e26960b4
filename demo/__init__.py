"""An invented archive: people, papers and news that never were, so that every page has something to show."""
