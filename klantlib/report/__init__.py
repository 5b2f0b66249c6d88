"""Run a client's workbooks, bind them, write the report, publish it in one move."""
