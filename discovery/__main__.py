"""python -m discovery"""

from discovery.cli.main import main

main()
