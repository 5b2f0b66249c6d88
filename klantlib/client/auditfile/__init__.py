"""The XML Auditfile Financieel (versions 3.1, 3.2, 3.2.1 and 4.0): from the ledger to customers, sales and payments."""
