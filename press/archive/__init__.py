"""An archive taken in at once: releases of years, from a file, as if each had been written, filed and published."""
