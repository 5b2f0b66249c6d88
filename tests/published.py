"""Public data sets as clients: by client.toml alone, and where they lie."""

SUPERSTORE = """
name = "Superstore"
language = "en"
currency = "USD"
[period]
all = true
[sources]
transactions = '{folder}/superstore.csv'
[columns.transactions]
customer_id = "Customer ID"
date = "Order Date"
revenue = "Sales"
margin = "Profit"
order_id = "Order ID"
product = "Product ID"
quantity = "Quantity"
[dates]
transactions.date = "mdy"
"""
NORTHWIND = """
name = "Northwind"
language = "nl"
currency = "USD"
[period]
all = true
[sources]
transactions = '{folder}/northwind_order_lines.csv'
[columns.transactions]
customer_id = "CustomerID"
date = "OrderDate"
revenue = "NetSales"
order_id = "OrderID"
quantity = "Quantity"
"""
