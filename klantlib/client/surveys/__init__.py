"""What did customers and colleagues answer? Exports of survey tools become satisfaction, aspects and self_test."""
